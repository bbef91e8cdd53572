/** SHA-256 as it is written in keys, rows and papers: 64 hex digits. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  // Its type wants to be told that the buffer is not shared.
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
