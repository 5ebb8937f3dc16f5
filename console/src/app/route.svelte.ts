// Where we are: the part of the address after `#`. No server is asked, and the back button is a step back.

export interface Route {
  /** `desk`, `incidents`, `warnings`, `drafts`, `tasks`, `quarantine`, `oversight`, `people`, `rules`, `me`, `health`, `places`, `more`. */
  screen: string;
  /** The subject that is open, or `new`. */
  subject: string | null;
  params: URLSearchParams;
}

export function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [screen = '', subject = ''] = path.split('/').map(decodeURIComponent);
  return { screen: screen || 'desk', subject: subject || null, params: new URLSearchParams(query) };
}

export function href(screen: string, subject?: string | null, params?: Record<string, string>): string {
  const query = params && Object.keys(params).length > 0 ? `?${new URLSearchParams(params)}` : '';
  return `#/${screen}${subject ? `/${encodeURIComponent(subject)}` : ''}${query}`;
}

let current = $state.raw<Route>(parse(''));

export function route(): Route {
  return current;
}

export function go(to: string): void {
  location.hash = to;
}

/** Changes the address without a step for the back button. */
export function turn(to: string): void {
  history.replaceState(null, '', to);
  current = parse(to);
}

export function follow(): () => void {
  const read = () => {
    current = parse(location.hash);
  };
  read();
  window.addEventListener('hashchange', read);
  return () => window.removeEventListener('hashchange', read);
}
