/** Loads, when somebody first asks, what all who ask are given. What failed to load is loaded anew for who asks next. */
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
