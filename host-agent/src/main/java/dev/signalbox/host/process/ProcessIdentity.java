package dev.signalbox.host.process;

/// A process that can be told from every other one that ever had its pid on this machine.
///
/// @param startTicks field 22 of /proc/pid/stat: clock ticks from boot to the start of the process
/// @param bootId changes with each boot of the machine
public record ProcessIdentity(long pid, long startTicks, String bootId) {}
