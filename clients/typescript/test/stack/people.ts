import { randomUUID } from 'node:crypto';

/** A session of somebody on a device. */
export interface SignedIn {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly deviceId: string;
}

const PASSWORD = 'correct horse battery staple';

/** Somebody new, at a suite. */
export class Person {
  private readonly email = `${randomUUID()}@example.org`;

  private constructor(private readonly url: string) {}

  /** Registers somebody, from a first device. */
  static async register(url: string, device: string): Promise<{ person: Person; session: SignedIn }> {
    const person = new Person(url);
    return { person, session: await person.ask('register', device) };
  }

  /** Signs in on one more device. */
  signIn(device: string): Promise<SignedIn> {
    return this.ask('login', device);
  }

  private async ask(what: string, device: string): Promise<SignedIn> {
    const response = await fetch(`${this.url}/v1/auth/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: this.email, password: PASSWORD, device: { name: device, platform: 'test' } }),
    });
    if (!response.ok) throw new Error(`${what}: ${response.status} ${await response.text()}`);
    return (await response.json()) as SignedIn;
  }
}
