import { asProgram, type Program } from './program';

/**
 * A program in the fragment of a link: JSON, deflated, in the alphabet of base64url. A fragment is not sent to any server, so nothing is stored
 * anywhere but in the link.
 */
const prefix = '#p=';

export async function toLink(program: Program): Promise<string> {
  const packed = await pass(new TextEncoder().encode(JSON.stringify(program)), new CompressionStream('deflate-raw'));
  let binary = '';
  for (const byte of packed) binary += String.fromCharCode(byte);
  const code = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return `${location.origin}${location.pathname}${prefix}${code}`;
}

/** Null: the link has no program, or is damaged. */
export async function fromLink(hash: string): Promise<Program | null> {
  if (!hash.startsWith(prefix)) return null;
  try {
    const binary = atob(hash.slice(prefix.length).replaceAll('-', '+').replaceAll('_', '/'));
    const packed = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    return asProgram(JSON.parse(new TextDecoder().decode(await pass(packed, new DecompressionStream('deflate-raw')))));
  } catch {
    return null;
  }
}

async function pass(bytes: Uint8Array<ArrayBuffer>, through: GenericTransformStream): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(through as ReadableWritablePair<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
