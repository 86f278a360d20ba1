/**
 * Reads all modules of the gateway, in each thread before the first change is made: what runs while a module is read must
 * not run changed, and stay so for the changes that follow.
 */
import '../server/gateway/command.ts';
