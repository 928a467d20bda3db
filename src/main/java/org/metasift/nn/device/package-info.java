/**
 * Images on the device that networks run on: {@link org.metasift.nn.device.DeviceImages} holds a
 * set there and cuts batches, {@link org.metasift.nn.device.Augment} moves them.
 */
package org.metasift.nn.device;
