export {
  clearFailures,
  countFailure,
  deleteOldThrottles,
  forgiveFailure,
  LOCK_MS,
  lockedFor,
  type TurnLimit,
  takeTurns,
  turnsFreeIn,
} from './repository-throttle.ts';
export { createUserService, type UserDeps, type UserService } from './service.ts';
export { sourceTag, sourceTurns } from './sources.ts';
export { requireTurn, requireTurnLeft, retryAfterOf } from './turns.ts';
