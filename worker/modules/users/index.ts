export { createUserService, type UserDeps, type UserService } from './service.ts';
export { clearFailures, countFailure, lockedFor } from './throttle.ts';
