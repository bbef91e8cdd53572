/** Portals may be found; links, requests, the console and the API may not. */
import type { APIRoute } from 'astro';

export const GET: APIRoute = ({ url }) =>
  new Response(
    [
      'User-agent: *',
      'Disallow: /s/',
      'Disallow: /u/',
      'Disallow: /admin',
      'Disallow: /api/',
      'Disallow: /uploads',
      '',
      `Sitemap: ${new URL('/sitemap.xml', url).href}`,
      '',
    ].join('\n'),
    { headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } },
  );
