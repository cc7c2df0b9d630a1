/** Loads a value on first use and shares it with all callers. After a failure the next caller loads it again. */
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
