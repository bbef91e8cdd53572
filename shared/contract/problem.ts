/**
 * The one error table. Every failed request answers `application/problem+json` (RFC 9457) with a `code` from here; a code exists
 * only where a client acts on it. `title` is for people and comes from the message catalogue (`problem.<code>`).
 */
export const PROBLEMS = {
  bad_request: 400,
  validation_failed: 400,
  transformation_invalid: 400,
  transformation_unsigned: 400,
  signature_invalid: 403,
  signature_expired: 403,
  sign_in_required: 401,
  gate_required: 401,
  permission_denied: 403,
  origin_refused: 403,
  site_refused: 403,
  not_yet: 403,
  no_longer: 410,
  not_here: 451,
  not_for_this_use: 403,
  withdrawn: 410,
  not_found: 404,
  limit_reached: 403,
  method_not_allowed: 405,
  conflict: 409,
  transfer_running: 409,
  already_set_up: 409,
  upload_expired: 410,
  version_unsupported: 412,
  payload_too_large: 413,
  unsupported_media: 415,
  range_not_satisfiable: 416,
  locked: 423,
  too_many_attempts: 429,
  internal: 500,
  unavailable: 503,
  busy: 503,
} as const satisfies Record<string, number>;
export type ProblemCode = keyof typeof PROBLEMS;

/** Body of every error answer (RFC 9457 members, plus `code`, `requestId`, and `errors` for invalid input). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail: string;
  requestId: string;
  /** For invalid input: where, and what to do. */
  errors?: { path: string; message: string }[];
  /** Machine-readable extras of this occurrence, such as the nearest allowed width. */
  context?: Record<string, unknown>;
}
