/** Loads something once, when it is first asked for, and gives it to all who ask. Where that failed, whoever asks next has it loaded anew. */
export function loadedOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null;
  const loadAnew = async () => {
    try {
      return await load();
    } catch (error) {
      loading = null;
      throw error;
    }
  };
  return () => {
    loading ??= loadAnew();
    return loading;
  };
}
