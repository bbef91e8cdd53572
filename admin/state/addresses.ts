/** Addresses of parts of screens that other screens lead to. */
export const REQUESTS_ADDRESS = '/admin/requests?tab=requests';
