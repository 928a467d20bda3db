/**
 * Images on the device that networks run on: {@link org.metasift.nn.device.DeviceImages} holds a
 * set there and cuts batches, {@link org.metasift.nn.device.Augment} moves them.
 *
 * <p>Internal: may change in any version.
 */
package org.metasift.nn.device;
