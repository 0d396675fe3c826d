import { randomUUID } from 'node:crypto';

/** Registers somebody new at a suite. Throws when it does not answer as one. */
export async function register(url) {
  const response = await fetch(`${url}/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      email: `${randomUUID()}@example.org`,
      password: 'correct horse battery staple',
      device: { name: 'bench', platform: 'chromium' },
    }),
  });
  if (!response.ok) throw new Error(`nobody can register at ${url}: ${response.status} ${await response.text()}`);
  const { accessToken, deviceId } = await response.json();
  return { url, token: accessToken, deviceId };
}
