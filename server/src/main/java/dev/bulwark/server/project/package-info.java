/// The systems a server looks after, each a project folder with its own ledger.
@NullMarked
package dev.bulwark.server.project;

import org.jspecify.annotations.NullMarked;
