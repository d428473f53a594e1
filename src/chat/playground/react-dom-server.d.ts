/** The one function of react-dom that is used; its package brings no types. */
declare module 'react-dom/server' {
  export function renderToStaticMarkup(element: import('react').ReactNode): string;
}
