/** Where `./xeo up` listens, unless `?server=` names another place. */
export const SERVER = new URLSearchParams(location.search).get('server') ?? 'http://127.0.0.1:8080';

const KEY = 'todos.session';

/** Who is signed in on this device. */
export interface Session {
  readonly userId: string;
  readonly deviceId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** The session that this device remembers. */
export function remembered(): Session | undefined {
  const text = localStorage.getItem(KEY);
  return text === null ? undefined : (JSON.parse(text) as Session);
}

/** Signs in, or registers somebody who is new. */
export async function signIn(what: 'login' | 'register', email: string, password: string): Promise<Session> {
  return remember(
    await ask(what, { email, password, device: { name: navigator.platform || 'Browser', platform: 'web' } }),
  );
}

/** Forgets the session. */
export function signOut(): void {
  localStorage.removeItem(KEY);
}

/** The access token, renewed when the client asks for a newer one; nothing when the session has ended. */
export async function token(reason: string): Promise<string | undefined> {
  // one tab renews at a time: a refresh token counts once
  return navigator.locks.request('todos.token', async () => {
    const session = remembered();
    if (session === undefined || reason === 'connect') {
      return session?.accessToken;
    }
    return remember(await ask('refresh', { refreshToken: session.refreshToken })).accessToken;
  });
}

function remember(session: Session): Session {
  localStorage.setItem(KEY, JSON.stringify(session));
  return session;
}

async function ask(what: string, body: unknown): Promise<Session> {
  const response = await fetch(`${SERVER}/v1/auth/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Session & { title?: string; detail?: string };
  if (!response.ok) {
    throw new Error(answer.detail ?? answer.title ?? `status ${response.status}`);
  }
  return answer;
}
