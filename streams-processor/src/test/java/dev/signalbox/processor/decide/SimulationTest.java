package dev.signalbox.processor.decide;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Hosts, log, router, processor and clients in one thread and virtual time, with the faults that the design
/// expects. `-Dsimulation.seed=` replays one world, `-Dsimulation.verbose=true` tells it,
/// `-Dsimulation.worlds=` runs more.
class SimulationTest {
    private static final int WORLDS = Integer.getInteger("simulation.worlds", 300);

    @Test
    void the_record_and_the_processes_agree_once_the_world_has_healed() {
        worlds(WORLDS, Simulation::run);
    }

    @Test
    void an_outage_of_the_log_the_processor_or_the_router_is_no_hosts_silence() {
        worlds(WORLDS / 5, Simulation::runWithOutages);
    }

    private static void worlds(int fresh, Consumer<Simulation> run) {
        long decisions = 0;
        for (long seed : Seeds.of("simulation-seeds.txt", fresh)) {
            Simulation simulation = new Simulation(seed);
            try {
                run.accept(simulation);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("replay with -Dsimulation.seed=" + seed, e);
            }
            decisions += simulation.decisions();
        }
        System.out.println("simulated " + decisions + " decisions in " + fresh + " new worlds");
    }
}
