/** JSON under any content type. Some servers call their JSON text. */
export function json(body: unknown, status = 200, type = 'application/json; charset=utf-8'): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });
}

export function empty(status = 200): Response {
  return new Response(status === 204 ? null : '', { status });
}

/** What a gateway's web interface sends for any address it does not know, with HTTP 200. */
export function html(status = 200, title = 'New API'): Response {
  const page = `<!doctype html>\n<html lang="zh"><head><meta charset="utf-8"/><title>${title}</title></head><body><div id="root"></div></body></html>`;
  return new Response(page, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}

/** The error shape of gateways' middleware. */
export function fault(status: number, message: string, type = 'new_api_error', code = ''): Response {
  const requestId = `${Date.now()}`.padEnd(24, '0');
  return json({ error: { message: `${message} (request id: ${requestId})`, type, param: '', code } }, status);
}
