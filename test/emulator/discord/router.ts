import type { Route } from './routes/route.ts';

type Found = { readonly route: Route; readonly param: (name: string) => string };

/** Finds the route of a path; parameters come decoded, so that `%40original` is `@original`. */
export function createRouter(routes: readonly Route[]) {
  const table = routes.map((route) => ({
    route,
    pattern: new RegExp(`^${route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
  }));

  return (method: string, path: string): Found | undefined => {
    for (const { route, pattern } of table) {
      const match = route.method === method ? pattern.exec(path) : null;
      if (!match) continue;
      const param = (name: string): string => {
        const value = match.groups?.[name];
        if (value === undefined) throw new Error(`${route.path} has no :${name}`);
        return decodeURIComponent(value);
      };
      return { route, param };
    }
    return undefined;
  };
}
