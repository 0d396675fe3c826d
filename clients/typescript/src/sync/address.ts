/** The address of something that a server has; `url` may end in a path or a slash. */
export function addressOf(url: string, path: string): string {
  return url.replace(/\/+$/, '') + path;
}
