/// <reference types="astro/client" />

declare namespace App {
  /** What worker/index.ts hands to every page. */
  interface Locals {
    /** Calls the API in process with this visitor's country; pass the visitor's `Cookie` header on if it is needed. */
    fetchApi: (request: Request) => Promise<Response>;
  }
}
