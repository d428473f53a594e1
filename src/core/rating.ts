/** Proposing a rating for a result: the public door. */
export { type ProposalRequest, proposeRating } from './rating/propose.js';
