/** A file of a message: `key` ties it to the attachment with the same number. */
export type Upload = {
  readonly key: string;
  readonly name: string;
  /** In one piece or several. */
  readonly data: Uint8Array | readonly Uint8Array[];
  readonly contentType?: string;
};

/** The options of a discord.js request that say what is sent. */
type MessageRequest = {
  readonly body: unknown;
  readonly passThroughBody?: true;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Files are sent in pieces of so many bytes: to encrypt a whole one at once would hold up everybody else. */
const PIECE = 256 * 1024;

/**
 * The request that sends a message with its files. With files it is a multipart body that is built here
 * (https://docs.discord.com/developers/reference#uploading-files): discord.js would copy each file several times in the
 * event loop's thread. It is a list of pieces, which may be sent again, and no file in it is copied.
 */
export function messageRequest(body: object, files: readonly Upload[]): MessageRequest {
  if (files.length === 0) return { body };
  const boundary = `darkroom-${crypto.randomUUID()}`;
  const head = (lines: readonly string[]) => Buffer.from(`--${boundary}\r\n${lines.join('\r\n')}\r\n\r\n`);
  const end = Buffer.from('\r\n');
  const parts = files.flatMap(({ key, name, data, contentType = 'application/octet-stream' }) => [
    head([
      `Content-Disposition: form-data; name="${key}"; filename="${name.replaceAll(/["\r\n]/g, '_')}"`,
      `Content-Type: ${contentType}`,
    ]),
    ...(data instanceof Uint8Array ? [data] : data).flatMap(pieces),
    end,
  ]);
  const payload = [
    head(['Content-Disposition: form-data; name="payload_json"', 'Content-Type: application/json']),
    Buffer.from(JSON.stringify(body)),
    end,
  ];
  const all = [...parts, ...payload, Buffer.from(`--${boundary}--\r\n`)];
  const length = all.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return {
    body: all,
    passThroughBody: true,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': `${length}` },
  };
}

function pieces(data: Uint8Array): readonly Uint8Array[] {
  const count = Math.ceil(data.byteLength / PIECE);
  return Array.from({ length: count }, (_, index) => data.subarray(index * PIECE, (index + 1) * PIECE));
}
