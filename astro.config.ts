import cloudflare from '@astrojs/cloudflare';
import preact from '@astrojs/preact';
import type { AstroIntegration } from 'astro';
import { defineConfig } from 'astro/config';

/** The console's shell answers every path below /admin; its router decides in the browser. */
const consoleShell: AstroIntegration = {
  name: 'vitrine-console',
  hooks: {
    'astro:config:setup': ({ injectRoute }) => {
      injectRoute({ pattern: '/admin/[...path]', entrypoint: './admin/shell.astro', prerender: false });
    },
  },
};

export default defineConfig({
  output: 'server',
  srcDir: './portal',
  publicDir: './portal/public',
  outDir: './dist',
  trailingSlash: 'ignore',
  // Visitors' sessions are our own; Astro's would need a KV binding.
  session: false,
  adapter: cloudflare({ imageService: 'passthrough', prerenderEnvironment: 'node' }),
  integrations: [preact(), consoleShell],
  devToolbar: { enabled: false },
  // Colours of code would be inline styles, which the policy forbids.
  markdown: { syntaxHighlight: false },
  security: {
    // Cross-site requests are refused by the API's own middleware, for every non-GET.
    checkOrigin: false,
    // Sent as a header with the hashes of every inline script and style Astro writes. A page that writes its own
    // <style> registers it with Astro.csp.insertStyleHash().
    csp: {
      directives: [
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
      ],
    },
  },
  vite: { build: { assetsInlineLimit: 0 } },
});
