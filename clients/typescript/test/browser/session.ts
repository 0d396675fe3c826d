import type { TokenReason } from '../../src/sync/tokens.js';
import type { SignedIn } from '../stack/people.js';

/** Tokens live a few minutes. */
const FRESH_MILLIS = 180_000;

/** A session of a device, with tokens that are renewed when they are asked for. */
export class Session {
  private renewing: Promise<void> | undefined;
  private renewedAt = Date.now();

  constructor(
    private readonly url: string,
    private signedIn: SignedIn,
  ) {}

  get deviceId(): string {
    return this.signedIn.deviceId;
  }

  /** As the `token` of a client. Several tabs may ask at once. */
  async token(reason: TokenReason = 'connect'): Promise<string> {
    if (reason !== 'connect' || Date.now() - this.renewedAt > FRESH_MILLIS) {
      this.renewing ??= this.renew().finally(() => (this.renewing = undefined));
      await this.renewing;
    }
    return this.signedIn.accessToken;
  }

  private async renew(): Promise<void> {
    const response = await fetch(`${this.url}/v1/auth/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refreshToken: this.signedIn.refreshToken }),
    });
    if (!response.ok) throw new Error(`refresh: ${response.status} ${await response.text()}`);
    this.signedIn = { ...this.signedIn, ...((await response.json()) as SignedIn) };
    this.renewedAt = Date.now();
  }
}
