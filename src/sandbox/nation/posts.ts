import { POSTS, type Post } from '../population/quotas.js';
import { drawsFor, PURPOSE } from './draws.js';

const TOTAL = POSTS.reduce((sum, { share }) => sum + share, 0);
const UPPER = POSTS.map((_, i) => POSTS.slice(0, i + 1).reduce((sum, { share }) => sum + share, 0) / TOTAL);
/** Multiples of the golden ratio fill the circle evenly: any run of ranks has the proportions of the whole. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The post of each rank, in the proportions of the national counts whatever the number of people. */
export function postsOf(seed: number): (rank: number) => Post {
  const start = drawsFor(seed, PURPOSE.person, 0).next();
  return (rank) => {
    const point = (start + rank * GOLDEN) % 1;
    let low = 0;
    let high = UPPER.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (point < (UPPER[middle] ?? 1)) high = middle;
      else low = middle + 1;
    }
    return (POSTS[low] as (typeof POSTS)[number]).post;
  };
}
