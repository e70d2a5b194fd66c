/** Brings dist/ of the tree at `root` up to date with its src/, by the Node at path `node`. */
export function build(root: string, node: string): void;
