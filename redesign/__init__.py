"""What wires the apps together: settings, addresses, tasks, the launcher; redesign.lib is for all to use."""
