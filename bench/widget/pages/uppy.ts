import Uppy from '@uppy/core';
import Dashboard from '@uppy/dashboard';
import XhrUpload from '@uppy/xhr-upload';
import '@uppy/core/css/style.min.css';
import '@uppy/dashboard/css/style.min.css';

new Uppy({ autoProceed: true })
  .use(Dashboard, { inline: true, target: '#here', width: '100%', height: 600 })
  .use(XhrUpload, { endpoint: './upload', limit: 3 });
