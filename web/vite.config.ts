import { defineConfig } from 'vite';

/** Where `npm run dev` finds a server. */
const server = 'http://127.0.0.1:8080';

export default defineConfig({
  base: './',
  build: {
    // The server's Content-Security-Policy allows files of its own only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['index.html', 'status.html'] },
  },
  server: { proxy: { '/api': server, '/health': server } },
});
