const name = 'hotcell.theme';

/** Light or dark: what the system says, unless a person has chosen. */
export const theme = {
  get dark(): boolean {
    const chosen = localStorage.getItem(name);
    return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  },

  /** Applies it now and whenever the system's changes. */
  follow(apply: (dark: boolean) => void): void {
    const use = () => {
      document.documentElement.dataset['theme'] = theme.dark ? 'dark' : 'light';
      apply(theme.dark);
    };
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', use);
    addEventListener('hotcell-theme', use);
    use();
  },

  toggle(): void {
    localStorage.setItem(name, theme.dark ? 'light' : 'dark');
    dispatchEvent(new Event('hotcell-theme'));
  },
};
