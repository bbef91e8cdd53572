/** The image engine Worker. Answers `GET /healthz`; rendering is added behind the same entry. */
export default {
  fetch(request) {
    if (new URL(request.url).pathname === '/healthz') return Response.json({ ok: true });
    return new Response('Not found', { status: 404 });
  },
} satisfies ExportedHandler;
