import { create } from 'filepond';
import 'filepond/dist/filepond.min.css';

const input = document.querySelector('#here');
if (input) create(input, { allowMultiple: true, maxParallelUploads: 3, server: { process: './upload' } });
