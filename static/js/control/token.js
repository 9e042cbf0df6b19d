// The token with which this page connects: drawn from the session, and anew for each connection, so that
// signing out or handing over ends it.

export async function token(circle) {
  const answer = await fetch(`/api/circles/${circle}/token`, { method: 'POST' });
  if (!answer.ok) return null;
  return (await answer.json()).token;
}
