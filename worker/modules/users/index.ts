export { clearFailures, countFailure, forgiveFailure, lockedFor } from './repository-throttle.ts';
export { createUserService, type UserDeps, type UserService } from './service.ts';
