import type { Clock } from './clock';
import { complaintOf, type Complaint } from './complaint';

/** What is being saved is done by then, or will not be. */
const LIMIT_MS = 4000;

interface LastStopPorts {
  readonly clock: Clock;
  /** Shows one line to people. */
  readonly say: (line: string) => void;
  /** Ends the program; called once. */
  readonly end: (complaint: Complaint) => void;
}

/** How the program ends after a fault: what runs is stopped first, so that what was accepted is saved. */
export class LastStop {
  #stop = (): Promise<void> => Promise.resolve();
  #record = (_text: string): void => undefined;
  #isFailing = false;

  constructor(private readonly ports: LastStopPorts) {}

  /**
   * From here on there is something to stop.
   * @param record Keeps what a fault of the program itself says.
   */
  guard(stop: () => Promise<void>, record: (text: string) => void): void {
    this.#stop = stop;
    this.#record = record;
  }

  /**
   * Says what went wrong and ends. What runs is not waited for long, and a stop that fails as well
   * changes nothing; a further fault is only said.
   */
  readonly fail = (error: unknown): void => {
    const complaint = complaintOf(error);
    this.ports.say(`tickwatch: ${complaint.text}\n`);
    if (complaint.code === 1) this.#keep(complaint.text);
    if (this.#isFailing) return;
    this.#isFailing = true;
    let isOver = false;
    const end = (): void => {
      if (isOver) return;
      isOver = true;
      timer.cancel();
      this.ports.end(complaint);
    };
    const timer = this.ports.clock.after(LIMIT_MS, end);
    void this.#stop().then(end, end);
  };

  #keep(text: string): void {
    try {
      this.#record(text);
    } catch (error) {
      this.ports.say(`tickwatch: the fault is not on record: ${String(error)}\n`);
    }
  }
}
