/**
 * The same pure function of a text, which remembers its last answers: in a load the same names and places come again and
 * again. In: the function, how many answers are kept; all are forgotten when there are more. Answers are shared: nobody
 * changes them.
 */
export function remembered<T>(find: (text: string) => T, most = 20_000): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = find(text);
    if (answers.size >= most) answers.clear();
    // A text is often a slice of a long one: kept as it is, it would keep the whole.
    answers.set(Buffer.from(text).toString(), answer);
    return answer;
  };
}
