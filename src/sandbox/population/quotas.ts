/** What a person is registered as. `role` people all have profession 99. */
export interface Post {
  readonly profession: string;
  readonly category: 'C' | 'E' | 'M';
}

const SHARES: readonly (readonly [profession: string, thousands: number])[] = [
  // Populations of the ordres and of the health service of the armed forces.
  ['10', 230],
  ['70', 90],
  ['21', 75],
  ['40', 42],
  ['50', 23],
  ['80', 14],
  // Nurses of the ordre: liberal, salaried with a card, without a card.
  ['60', 380],
  // Populations of the regional agencies, formerly ADELI.
  ['93', 80],
  ['86', 45],
  ['41', 44],
  ['28', 37],
  ['98', 36],
  ['71', 32],
  ['31', 30],
  ['91', 25],
  ['72', 16],
  ['96', 13],
  ['95', 12],
  ['94', 10],
  ['92', 5],
  ['26', 4],
  ['83', 1.8],
  ['73', 1.3],
  ['81', 1.3],
  ['82', 0.7],
  ['32', 0.6],
  ['85', 0.08],
  ['84', 0.05],
  // People registered by their role: no figure is published; our choice.
  ['99', 150],
];

/** 40 000 students over the four professions in training. */
const STUDENTS: readonly (readonly [profession: string, thousands: number])[] = [
  ['10', 26],
  ['21', 6],
  ['40', 4],
  ['50', 4],
];

/** Every kind of post with its share of the nation, in thousands of people. */
export const POSTS: readonly { readonly post: Post; readonly share: number }[] = [
  ...SHARES.map(([profession, share]) => ({ post: { profession, category: 'C' } as Post, share })),
  ...STUDENTS.map(([profession, share]) => ({ post: { profession, category: 'E' } as Post, share })),
];

/**
 * How many people of each kind make up a population, in the proportions of the national counts.
 * In: the size. Out: one post per person, kinds together; no kind is left out as long as the size allows.
 */
export function quotas(size: number): Post[] {
  const total = POSTS.reduce((sum, line) => sum + line.share, 0);
  const counted = POSTS.map((line) => {
    const exact = (line.share * size) / total;
    return { ...line, exact, count: Math.max(1, Math.floor(exact)) };
  });
  const missing = size - counted.reduce((sum, line) => sum + line.count, 0);
  const byRest = [...counted].sort((a, b) => b.exact - b.count - (a.exact - a.count));
  for (let i = 0; i < missing; i += 1) {
    const line = byRest[i % byRest.length];
    if (line) line.count += 1;
  }
  return counted.flatMap((line) => Array<Post>(line.count).fill(line.post)).slice(0, size);
}
