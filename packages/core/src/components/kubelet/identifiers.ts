/** A 32-bit FNV-1a hash of `text`, from `seed`. */
export function hash32(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** 64 hexadecimal digits that look like the id of a container or the digest of an image, and follow from `text` alone. */
export function hexDigest(text: string): string {
  let digest = "";
  let state = hash32(text);
  for (let i = 0; i < 8; i++) {
    // The finisher of MurmurHash3: spreads one hash over eight words.
    state = (state + 0x9e3779b9) | 0;
    let word = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    digest += ((word ^ (word >>> 16)) >>> 0).toString(16).padStart(8, "0");
  }
  return digest;
}

/** The last three numbers of an address in 10.x.y.z that follow from `text`; no number is 0 or 255. */
export function addressParts(text: string): readonly [number, number, number] {
  const hash = hash32(text);
  return [1 + (hash % 253), 1 + ((hash >>> 8) % 253), 1 + ((hash >>> 16) % 253)];
}
