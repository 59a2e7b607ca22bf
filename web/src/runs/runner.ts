import type { Turn } from './turn';

/** Who hears of the program that runs. */
export interface RunnerUser {
  begun(): void;
  failed(error: unknown): void;
  ended(): void;
}

/** One program runs at a time: another that is started takes its place, and nothing is heard of the first any more. */
export class Runner {
  private latest = 0;
  private turn: Turn | null = null;

  constructor(private readonly user: RunnerUser) {}

  /** @param begin Is told how to find out whether anybody still wants to hear. */
  async run(begin: (isLatest: () => boolean) => Turn | Promise<Turn>): Promise<void> {
    this.leave();
    const mine = ++this.latest;
    const isLatest = () => this.latest === mine;
    try {
      const turn = await begin(isLatest);
      if (!isLatest()) return turn.leave();
      this.turn = turn;
      this.user.begun();
      await turn.over;
    } catch (error) {
      if (isLatest()) this.user.failed(error);
    } finally {
      if (isLatest()) {
        this.turn = null;
        this.user.ended();
      }
    }
  }

  stop(): void {
    this.turn?.stop();
  }

  leave(): void {
    this.turn?.leave();
    this.turn = null;
  }
}
