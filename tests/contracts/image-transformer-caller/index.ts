/** Holds the bindings the contract tests call; serves nothing. */
export default {
  fetch: (): Response => new Response(null, { status: 404 }),
} satisfies ExportedHandler;
