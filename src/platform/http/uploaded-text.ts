/** The text of a file that somebody sends: UTF-8, or else Windows-1252, in which spreadsheets save a CSV. */
export async function uploadedText(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
