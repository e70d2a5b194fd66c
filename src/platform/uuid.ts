const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text that anybody may have written is a UUID, in the only writing that this program gives. */
export const isUuid = (text: string): boolean => UUID.test(text);
