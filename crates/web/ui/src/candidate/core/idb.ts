/** IndexedDB with promises: as much as is needed here. */

/** Resolves when the request has succeeded. */
export function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage"));
  });
}

/** Resolves when the transaction is durable. */
export function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error ?? new Error("storage"));
    transaction.onabort = () => reject(transaction.error ?? new Error("storage"));
  });
}

export function open(
  name: string,
  version: number,
  upgrade: (database: IDBDatabase) => void,
): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => upgrade(request.result);
  return done(request).then((database) => {
    // Another tab deletes or upgrades: this one does not stand in the way.
    database.onversionchange = () => database.close();
    return database;
  });
}
