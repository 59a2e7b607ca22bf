/** What this page reads of `GET /api/system`. */
export interface SystemReport {
  readonly status: string;
  readonly load: { readonly one: number; readonly cpus: number };
  readonly memory: { readonly total: number; readonly available: number; readonly server: number; readonly pageCache: number; readonly compileCache: number };
  readonly queue: { readonly running: number; readonly maxRunning: number; readonly waiting: number; readonly maxWaiting: number };
  readonly cells: { readonly busy: number; readonly ready: number; readonly generation: number };
  readonly versions: { readonly hotcell: string; readonly kernel: string; readonly cgroups: number };
  readonly languages: readonly { readonly id: string; readonly name: string; readonly version: string | null; readonly available: boolean; readonly image: string | null }[];
}
