/** A file of a message: `key` ties it to the attachment with the same number. */
export type Upload = {
  readonly key: string;
  readonly name: string;
  readonly data: Uint8Array;
  readonly contentType?: string;
};

/** The options of a discord.js request that say what is sent. */
type MessageRequest = {
  readonly body: unknown;
  readonly passThroughBody?: true;
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * The request that sends a message with its files. With files it is a multipart body that is built here
 * (https://docs.discord.com/developers/reference#uploading-files): discord.js would copy each file several times in the
 * event loop's thread.
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
    data,
    end,
  ]);
  const payload = [
    head(['Content-Disposition: form-data; name="payload_json"', 'Content-Type: application/json']),
    Buffer.from(JSON.stringify(body)),
    end,
  ];
  return {
    body: Buffer.concat([...parts, ...payload, Buffer.from(`--${boundary}--\r\n`)]),
    passThroughBody: true,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}
